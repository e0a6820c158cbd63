package gradj.data;

import gradj.tensor.SeededRandom;
import java.util.Arrays;
import java.util.List;

/** Writes one digit at a time into 28x28 pixels, each as another hand would; belongs to one thread. */
final class Pen {
    /*
     * Only + - * / and the square root, which IEEE 754 fixes to the last bit; sine and cosine may differ between JDKs.
     * Each piece of a stroke touches only the pixels near it and leaves in each the smallest squared distance to the
     * pen's path; the square root comes once per inked pixel, at the end.
     */

    static final int SIDE = 28;

    /** Half the height of a digit in pixels: MNIST's are 20 high. */
    private static final float HALF_HEIGHT = 9.2f;

    /** A span between two points is about 5 pixels long: three straight pieces look round. */
    private static final int PIECES_PER_SPAN = 3;

    /*
     * How much hands differ. With these numbers, 10,000 steps of 100 images and learning rate 0.1, a linear classifier
     * gets 0.87 to 0.89 of the test images right and the 784-50-10 net 0.976 (MNIST: 0.92 and 0.97). SHIFT is what the
     * linear one feels most, SHAKE what the net feels most.
     */
    private static final float TURN = .14f;

    private static final float SLANT = .5f;
    private static final float BEND = .3f;
    private static final float SHIFT = 2.8f;
    private static final float SHAKE = .21f;

    /** How much of a point's shake the next point keeps: without it lines tremble, and no hand trembles so. */
    private static final float STEADY = .6f;

    private static final float NOISE = .2f;

    private final float[] distance = new float[SIDE * SIDE];
    private final float[] path = new float[2 * 32];
    private float reach;

    // From the digit's own coordinates to pixels: px = ax x + bx y + cx, py = ay x + by y + cy.
    private float ax;
    private float bx;
    private float cx;
    private float ay;
    private float by;
    private float cy;

    /**
     * Writes a digit.
     *
     * @param digit 0 to 9
     * @param random decides the hand; nothing else does
     * @param target receives 784 grey values from 0 (paper) to 255 (ink), row after row
     * @param offset where in {@code target} the first one goes
     */
    void write(int digit, SeededRandom random, byte[] target, int offset) {
        List<float[][]> ways = Glyphs.of(digit);
        float[][] strokes = ways.get(random.nextInt(ways.size()));
        placePaper(random);
        float bendX = BEND * spread(random);
        float bendY = BEND * spread(random);
        float leanX = BEND * spread(random);
        float leanY = BEND * spread(random);
        float radius = 1.2f + .45f * spread(random);
        float edge = 1.3f + .4f * spread(random);
        reach = radius + edge;
        Arrays.fill(distance, reach * reach);
        for (float[] stroke : strokes) {
            float shakeX = 0;
            float shakeY = 0;
            for (int p = 0; p < stroke.length; p += 2) {
                if (p > 0 && stroke[p] == stroke[p - 2] && stroke[p + 1] == stroke[p - 1]) {
                    path[p] = path[p - 2];
                    path[p + 1] = path[p - 1];
                    continue;
                }
                shakeX = STEADY * shakeX + SHAKE * spread(random);
                shakeY = STEADY * shakeY + SHAKE * spread(random);
                float x = stroke[p] + shakeX;
                float y = stroke[p + 1] + shakeY;
                float u = x + bendX * y * y + leanX * x * y;
                float v = y + bendY * x * x + leanY * x * y;
                path[p] = ax * u + bx * v + cx;
                path[p + 1] = ay * u + by * v + cy;
            }
            float firm = 1 + .25f * spread(random);
            float light = 1 + .25f * spread(random);
            follow(stroke.length / 2, firm, light);
        }
        ink(edge, random, target, offset);
    }

    /** Draws how the paper lies: turned, the writing slanted, narrow or wide, large or small, off the middle. */
    private void placePaper(SeededRandom random) {
        // A turn by twice the angle whose tangent is h, without a sine.
        float h = TURN * spread(random);
        float cos = (1 - h * h) / (1 + h * h);
        float sin = 2 * h / (1 + h * h);
        float height = HALF_HEIGHT * (1 + .18f * spread(random));
        float width = height * (1 + .3f * spread(random));
        float slant = SLANT * spread(random) - .12f;
        ax = cos * width;
        ay = sin * width;
        bx = (cos * slant - sin) * height;
        by = (sin * slant + cos) * height;
        cx = (SIDE - 1) / 2f + SHIFT * spread(random);
        cy = (SIDE - 1) / 2f + SHIFT * spread(random);
    }

    /** Moves the pen through the points of the path in a Catmull-Rom curve. */
    private void follow(int points, float firm, float light) {
        for (int i = 0; i + 1 < points; i++) {
            int a = 2 * Math.max(0, i - 1);
            int b = 2 * i;
            int c = 2 * (i + 1);
            int d = 2 * Math.min(points - 1, i + 2);
            float x = path[b];
            float y = path[b + 1];
            if (x == path[c] && y == path[c + 1]) {
                continue;
            }
            for (int k = 1; k <= PIECES_PER_SPAN; k++) {
                float t = k / (float) PIECES_PER_SPAN;
                float nextX = curve(path[a], path[b], path[c], path[d], t);
                float nextY = curve(path[a + 1], path[b + 1], path[c + 1], path[d + 1], t);
                float along = (i + t) / points;
                mark(x, y, nextX, nextY, firm + (light - firm) * along);
                x = nextX;
                y = nextY;
            }
        }
    }

    private static float curve(float a, float b, float c, float d, float t) {
        return b + .5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }

    /** Marks a straight piece; above 1, {@code lightness} makes it thinner. */
    private void mark(float x0, float y0, float x1, float y1, float lightness) {
        float dx = x1 - x0;
        float dy = y1 - y0;
        float square = dx * dx + dy * dy;
        float inverse = square > 0 ? 1 / square : 0;
        float far = reach / (float) Math.sqrt(lightness);
        int left = Math.max(0, (int) (Math.min(x0, x1) - far + 1));
        int right = Math.min(SIDE - 1, (int) (Math.max(x0, x1) + far));
        int top = Math.max(0, (int) (Math.min(y0, y1) - far + 1));
        int bottom = Math.min(SIDE - 1, (int) (Math.max(y0, y1) + far));
        for (int row = top; row <= bottom; row++) {
            float py = row - y0;
            for (int column = left; column <= right; column++) {
                float px = column - x0;
                float t = (px * dx + py * dy) * inverse;
                t = t < 0 ? 0 : t > 1 ? 1 : t;
                float ex = px - t * dx;
                float ey = py - t * dy;
                float d = (ex * ex + ey * ey) * lightness;
                int p = row * SIDE + column;
                if (d < distance[p]) {
                    distance[p] = d;
                }
            }
        }
    }

    /**
     * Turns distances into grey values: black up to the radius of the pen, fading over its soft edge, a little noise.
     */
    private void ink(float edge, SeededRandom random, byte[] target, int offset) {
        float paper = reach * reach;
        float scale = 1 / edge;
        long bits = 0;
        int inked = 0;
        for (int p = 0; p < distance.length; p++) {
            if (distance[p] < paper) {
                float ink = (reach - (float) Math.sqrt(distance[p])) * scale;
                ink = ink > 1 ? 1 : ink;
                if (inked++ % 8 == 0) {
                    bits = random.nextLong();
                }
                ink *= 1 - NOISE / 255 * (bits & 0xFF);
                bits >>>= 8;
                target[offset + p] = (byte) (int) (ink * 255 + .5f);
            }
        }
    }

    /** From -1 to 1, values near 0 more often: the sum of two dice. */
    private static float spread(SeededRandom random) {
        long bits = random.nextLong();
        return ((bits >>> 40) + (bits << 24 >>> 40)) * 0x1p-24f - 1;
    }
}
