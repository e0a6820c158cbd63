package gradj.cli;

import gradj.data.LabeledImages;
import gradj.data.image.DigitPicture;
import gradj.data.image.GreyPicture;
import gradj.nn.Network;
import gradj.nn.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images of digits that a net takes, as its file says it under the key {@link #KEY}: {@code 28x28 grey / 255, light on dark}.
 *
 * @param rows the height
 * @param columns the width
 * @param isLightOnDark whether what the images show is lighter than what is around it
 */
record ImageInput(int rows, int columns, boolean isLightOnDark) implements NetInput {
    static final String KEY = "input";

    private static final Pattern TEXT =
            Pattern.compile("([1-9]\\d{0,3})x([1-9]\\d{0,3}) grey / 255, (light|dark) on \\w+");

    /** Enough images to see whether they are light on dark. */
    private static final int SEEN = 1000;

    /** What a net takes that learned from these images. */
    static ImageInput of(LabeledImages images) {
        long sum = 0;
        int count = 0;
        for (int i = 0; i < Math.min(images.count(), SEEN); i++) {
            for (int row = 0; row < images.rows(); row++) {
                for (int column : new int[] {0, images.columns() - 1}) {
                    sum += images.pixel(i, row, column);
                    count++;
                }
            }
        }
        return new ImageInput(images.rows(), images.columns(), sum < 128L * count);
    }

    /** What the file of a net says of its input; empty if that is nothing, or is not understood. */
    static Optional<ImageInput> of(Map<String, String> provenance) {
        Matcher text = TEXT.matcher(provenance.getOrDefault(KEY, ""));
        return text.matches()
                ? Optional.of(new ImageInput(
                        Integer.parseInt(text.group(1)),
                        Integer.parseInt(text.group(2)),
                        text.group(3).equals("light")))
                : Optional.empty();
    }

    /** A guess where a file says nothing: square images, light on dark; empty if the net's inputs make no square. */
    static Optional<ImageInput> guess(Network net) {
        return net.parameters().stream()
                .map(Parameter::value)
                .filter(value -> value.shape().rank() == 2)
                .findFirst()
                .map(weights -> weights.shape().length(0))
                .filter(inputs -> side(inputs) * side(inputs) == inputs)
                .map(inputs -> new ImageInput(side(inputs), side(inputs), true));
    }

    private static int side(int inputs) {
        return (int) Math.round(Math.sqrt(inputs));
    }

    @Override
    public byte[] image(Path picture) {
        byte[] image = DigitPicture.image(GreyPicture.read(picture), rows, columns)
                .orElseThrow(() -> new InputException(
                        picture + ": shows nothing: expected a picture of a digit, dark on light or light on dark"));
        for (int i = 0; i < image.length && !isLightOnDark; i++) {
            image[i] = (byte) ~image[i];
        }
        return image;
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public String toString() {
        return size() + " grey / 255, " + (isLightOnDark ? "light on dark" : "dark on light");
    }
}
