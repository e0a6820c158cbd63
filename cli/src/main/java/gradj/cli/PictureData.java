package gradj.cli;

import gradj.data.LabeledImages;
import gradj.data.Split;
import gradj.data.image.ImageFolder;
import gradj.data.image.ImagePreparation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A folder of pictures to learn from and to be judged by, and what is made of each. */
record PictureData(String name, ImageFolder.Parts parts, ImagePreparation preparation) {
    private static final int SHOWN_CLASSES = 5;

    /**
     * Finds the pictures; none is read yet.
     *
     * @param seed chooses which are held out to test with
     * @throws gradj.io.FileException if there are not pictures of two classes at least
     */
    static PictureData find(String name, ImageSize size, SampleOptions options, long seed) {
        options.requirePictures(name);
        Path test = options.testFile();
        ImageFolder.Parts parts = test == null
                ? ImageFolder.parts(Path.of(name), options.testShare(), seed)
                : ImageFolder.parts(Path.of(name), test);
        if (test == null && options.saysTest() && !parts.isHeldOut()) {
            throw new InputException("--test " + options.testShare() + ": " + name
                    + " has a folder with the pictures to test with: leave it out, or name --data " + name + "/train");
        }
        List<String> classes = parts.train().classes();
        return new PictureData(name, parts, new ImagePreparation(size.rows(), size.columns(), classes));
    }

    Split load() {
        return new Split(parts.train().read(preparation), parts.test().read(preparation));
    }

    /** As many to train on, from all over the folder, so that there are some of most classes. */
    LabeledImages someTraining(int count) {
        ImageFolder train = parts.train();
        int[] rows = IntStream.range(0, count)
                .map(i -> (int) ((long) i * train.size() / count))
                .toArray();
        return train.rows(rows).read(preparation);
    }

    /** Where the test images come from, for the first line of the output. */
    String origin() {
        return parts.isHeldOut() ? " (held out)" : "";
    }

    /** The classes, for the first line of the output. */
    String classes() {
        List<String> classes = preparation.classes();
        return ", " + classes.size() + " classes: "
                + String.join(", ", classes.subList(0, Math.min(SHOWN_CLASSES, classes.size())))
                + (classes.size() > SHOWN_CLASSES ? ", ..." : "");
    }

    /** What the file of a net says of them, but for the name. */
    Map<String, String> provenance() {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("files", Integer.toString(parts.size()));
        parts.sha256().forEach((folder, sum) -> provenance.put("sha256 " + folder, sum));
        provenance.put(ImagePreparation.KEY, preparation.toJson());
        return provenance;
    }
}
