package gradj.cli;

import gradj.data.Dataset;
import gradj.data.LabeledImages;
import gradj.data.Split;
import gradj.tensor.Tensors;

/**
 * The images as tensors, ready to train on.
 *
 * @param description in words, for the first line of the output
 */
record TrainingData(Dataset train, Dataset test, String description) {
    /**
     * Reads or draws the images. They are not held beyond this call: their tensors take four or eight times as much.
     *
     * @throws InputException if there are test images of a class that no training image has
     */
    static TrainingData load(DataSource source, Tensors tensors) {
        Split split = source.load();
        LabeledImages train = split.train();
        LabeledImages test = split.test();
        if (test.classes() > train.classes()) {
            throw new InputException(source.name() + ": test labels go up to " + (test.classes() - 1)
                    + ", those to train on only to " + (train.classes() - 1));
        }
        String description = source.name() + ": " + Plural.of(train.count(), "image") + " to train on, " + test.count()
                + " to test, " + train.rows() + "x" + train.columns() + " pixels";
        int classes = train.classes();
        return new TrainingData(Dataset.of(train, classes, tensors), Dataset.of(test, classes, tensors), description);
    }
}
