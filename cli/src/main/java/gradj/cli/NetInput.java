package gradj.cli;

import gradj.data.image.ImagePreparation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a net takes: how a picture becomes an image for it, and what its classes are called. */
sealed interface NetInput permits ImageInput, PictureInput {
    /** What the file of a net says of it; empty if that is nothing, or is not understood. */
    static Optional<NetInput> of(Map<String, String> provenance) {
        String preparation = provenance.get(ImagePreparation.KEY);
        return preparation == null
                ? ImageInput.of(provenance).map(input -> input)
                : Optional.of(new PictureInput(ImagePreparation.of(preparation)));
    }

    /** The height of an image. */
    int rows();

    /** The width of an image. */
    int columns();

    /**
     * The image that is made of a picture, grey values row after row.
     *
     * @throws InputException if it shows nothing
     * @throws gradj.io.FileException if it cannot be read
     */
    byte[] image(Path picture);

    /** The names of the classes; none if their numbers are their names. */
    List<String> classes();

    /** What a class is called on a terminal: names come out of foreign files, without what moves its cursor. */
    default String name(int number) {
        return number < classes().size() ? Terminal.safe(classes().get(number)) : Integer.toString(number);
    }

    /** Rows x columns. */
    default String size() {
        return rows() + "x" + columns();
    }
}
