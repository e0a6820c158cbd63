package gradj.cli;

import gradj.data.image.ImagePreparation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** The size of the images that are made of pictures, by default MNIST's. */
record ImageSize(int rows, int columns) {
    static final ImageSize MNIST = new ImageSize(28, 28);

    /** As the option has it. */
    @Override
    public String toString() {
        return rows + "x" + columns;
    }

    /** Takes {@code 32x32}. */
    static final class Converter implements ITypeConverter<ImageSize> {
        private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,3})x([1-9]\\d{0,3})");

        @Override
        public ImageSize convert(String text) {
            Matcher size = TEXT.matcher(text);
            if (size.matches()) {
                int rows = Integer.parseInt(size.group(1));
                int columns = Integer.parseInt(size.group(2));
                if (Math.max(rows, columns) <= ImagePreparation.MOST_ROWS) {
                    return new ImageSize(rows, columns);
                }
            }
            throw OptionValues.refused(
                    "rows x columns such as 28x28, each from 1 to " + ImagePreparation.MOST_ROWS, text);
        }
    }
}
