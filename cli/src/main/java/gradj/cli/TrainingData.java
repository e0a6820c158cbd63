package gradj.cli;

import gradj.data.Dataset;
import gradj.data.LabeledImages;
import gradj.data.Split;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The images as tensors, ready to train on.
 *
 * @param description in words, for the first line of the output
 * @param provenance what the file of a net says of them: name, SHA-256, form; empty if no net is saved
 */
record TrainingData(Dataset train, Dataset test, String description, Map<String, String> provenance) {
    /**
     * Reads or draws the images. They are not held beyond this call: their tensors take four or eight times as much.
     *
     * @param isNetSaved whether their provenance is needed, which takes time
     * @throws InputException if there are test images of a class that no training image has
     */
    static TrainingData load(DataSource source, Tensors tensors, boolean isNetSaved) {
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
        Map<String, String> provenance = new LinkedHashMap<>();
        if (isNetSaved) {
            provenance.put("data", source.name());
            provenance.putAll(source.sha256(split));
            provenance.put(ImageInput.KEY, ImageInput.of(train).toString());
        }
        return new TrainingData(
                Dataset.of(train, classes, tensors), Dataset.of(test, classes, tensors), description, provenance);
    }
}
