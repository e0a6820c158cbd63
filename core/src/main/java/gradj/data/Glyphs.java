package gradj.data;

import java.util.List;

/**
 * How people write the digits: for each a few ways, each a few strokes, each the points that the pen passes.
 *
 * <p>A point is x,y in hundredths of half a digit's height: x to the right from about -60 to 60, y down from -100 to
 * 100. The pen goes through the points in a smooth curve; a point given twice is a corner.
 */
final class Glyphs {
    private static final List<List<float[][]>> WAYS =
            List.of(zero(), one(), two(), three(), four(), five(), six(), seven(), eight(), nine());

    private Glyphs() {}

    /** The ways to write a digit: each an array of strokes x, y, x, y, ... from -1 to 1, not to be changed. */
    static List<float[][]> of(int digit) {
        return WAYS.get(digit);
    }

    private static List<float[][]> zero() {
        float[][] round = {stroke("10,-100 -40,-75 -58,0 -42,75 0,100 42,75 58,0 40,-75 2,-100")};
        float[][] overshooting = {stroke("30,-95 -20,-85 -55,-20 -45,65 -5,100 45,65 55,-10 30,-75 -5,-90 -30,-75")};
        float[][] fromTheSide = {stroke("-50,-30 -15,-95 35,-85 58,-10 40,75 -5,100 -45,65 -55,0 -40,-55")};
        return List.of(round, overshooting, fromTheSide);
    }

    private static List<float[][]> one() {
        float[][] bar = {stroke("0,-100 0,0 0,100")};
        float[][] slanted = {stroke("25,-100 2,0 -20,100")};
        float[][] flag = {stroke("-38,-55 5,-100 5,-100 5,0 5,100")};
        float[][] flagAndFoot = {stroke("-30,-65 0,-100 0,-100 0,0 0,97"), stroke("-40,100 0,97 40,100")};
        return List.of(bar, slanted, flag, flagAndFoot);
    }

    private static List<float[][]> two() {
        float[][] plain = {stroke("-50,-60 -20,-98 30,-92 48,-45 15,20 -52,95 -52,95 0,92 58,95")};
        float[][] looped = {stroke("-45,-70 -10,-100 35,-85 42,-35 5,40 -40,90 -55,75 -35,55 0,75 30,98 62,80")};
        float[][] angular = {stroke("-40,-85 10,-100 45,-75 40,-30 -50,90 -50,90 10,85 55,100")};
        return List.of(plain, looped, angular);
    }

    private static List<float[][]> three() {
        float[][] round = {stroke("-48,-75 -5,-100 42,-72 30,-20 -10,-2 -10,-2 38,15 50,60 10,98 -50,75")};
        float[][] flatTop = {stroke("-48,-95 45,-95 45,-95 -8,-20 -8,-20 40,5 48,60 5,100 -50,80")};
        float[][] looped = {stroke("-40,-80 5,-100 42,-70 20,-20 -12,2 -10,12 10,2 45,25 45,75 0,100 -45,85")};
        return List.of(round, flatTop, looped);
    }

    private static List<float[][]> four() {
        float[][] open = {stroke("-35,-95 -48,12 -48,12 60,10"), stroke("30,-85 22,10 20,100")};
        float[][] closed = {stroke("20,-100 -55,25 -55,25 62,22"), stroke("20,-100 22,0 20,100")};
        float[][] rounded = {stroke("-45,-90 -50,-25 -25,8 20,2 45,-20"), stroke("45,-95 38,0 25,100")};
        float[][] oneStroke = {stroke("30,100 28,0 30,-100 30,-100 -10,-50 -52,20 -52,20 10,25 60,15")};
        return List.of(open, closed, rounded, oneStroke);
    }

    private static List<float[][]> five() {
        float[][] angular = {stroke("50,-95 -35,-95 -35,-95 -42,-15 -42,-15 10,-25 50,20 35,80 -10,100 -52,78")};
        float[][] curved = {stroke("52,-90 0,-98 -35,-65 -15,-18 32,15 38,70 -5,100 -50,80")};
        float[][] separateHat = {
            stroke("-30,-85 -40,-10 -40,-10 10,-20 48,25 30,82 -10,100 -50,85"), stroke("-30,-85 10,-92 55,-98")
        };
        return List.of(angular, curved, separateHat);
    }

    private static List<float[][]> six() {
        float[][] curved = {stroke("38,-95 -15,-60 -48,10 -40,75 0,100 40,75 42,30 8,2 -30,20 -46,50")};
        float[][] straight = {stroke("10,-100 -25,-35 -45,40 -20,95 25,92 45,50 20,15 -20,30 -40,60")};
        float[][] curled = {stroke("45,-75 15,-98 -30,-60 -50,15 -35,80 5,100 45,65 30,15 -10,8 -42,40")};
        return List.of(curved, straight, curled);
    }

    private static List<float[][]> seven() {
        float[][] plain = {stroke("-50,-90 50,-92 50,-92 15,-10 -15,100")};
        float[][] crossed = {stroke("-50,-90 50,-92 50,-92 12,0 -12,100"), stroke("-25,5 10,2 45,2")};
        float[][] hooked = {stroke("-50,-50 -48,-92 -48,-92 50,-95 50,-95 20,-20 0,100")};
        float[][] curved = {stroke("-50,-75 -15,-95 30,-85 50,-90 35,-35 5,20 -10,100")};
        return List.of(plain, crossed, hooked, curved);
    }

    private static List<float[][]> eight() {
        float[][] oneStroke = {
            stroke("38,-72 0,-100 -38,-70 -22,-25 22,12 42,60 0,100 -42,62 -22,12 22,-25 40,-65 20,-92")
        };
        float[][] twoRings = {
            stroke("5,-100 -35,-80 -32,-30 0,-8 32,-30 35,-80 0,-100"),
            stroke("0,-8 -42,20 -42,75 0,100 42,75 42,20 2,-8")
        };
        float[][] fromTheMiddle = {
            stroke("0,-5 -35,-40 -25,-90 15,-100 38,-65 10,-15 -30,25 -38,75 0,100 40,75 30,25 -5,-5")
        };
        return List.of(oneStroke, twoRings, fromTheMiddle);
    }

    private static List<float[][]> nine() {
        float[][] straight = {stroke("42,-60 10,-98 -35,-75 -40,-25 0,-5 35,-30 45,-75 45,-75 38,10 25,100")};
        float[][] curled = {stroke("40,-55 15,-98 -35,-80 -42,-25 -2,-8 35,-40 42,-60 45,20 25,85 -10,100 -45,80")};
        float[][] ring = {stroke("30,-90 -10,-98 -42,-60 -25,-15 15,-15 40,-50 30,-90"), stroke("38,-70 30,10 5,100")};
        return List.of(straight, curled, ring);
    }

    private static float[] stroke(String points) {
        String[] numbers = points.split("[ ,]", -1);
        float[] stroke = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            stroke[i] = Integer.parseInt(numbers[i]) / 100f;
        }
        return stroke;
    }
}
