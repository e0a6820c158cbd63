package gradj.cli;

import gradj.data.image.ImagePreparation;
import java.nio.file.Path;
import java.util.List;

/** Whole pictures of anything, as those that a net learned from that was trained on a folder of pictures. */
record PictureInput(ImagePreparation preparation) implements NetInput {
    @Override
    public int rows() {
        return preparation.rows();
    }

    @Override
    public int columns() {
        return preparation.columns();
    }

    @Override
    public byte[] image(Path picture) {
        return preparation.image(picture);
    }

    @Override
    public List<String> classes() {
        return preparation.classes();
    }
}
