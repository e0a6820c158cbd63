package gradj.cli;

import gradj.data.Batches;
import gradj.data.LabeledImages;
import gradj.data.LazySamples;
import gradj.data.Split;
import gradj.data.table.Column;
import gradj.data.table.Splits;
import gradj.tensor.Tensors;
import gradj.train.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples ready to train on, and what is to be learned from them.
 *
 * @param train what the net learns from
 * @param watched what it is measured with after each epoch
 * @param test what it is measured with once, at the end, and never before; null if that is what is watched
 * @param inputs the numbers in a sample
 * @param outputs the scores of a sample
 * @param loss what the net makes small
 * @param metrics what is measured; first what the best epoch is the best by
 * @param classNames the names of the classes; none if they are numbers, or there are no classes
 * @param sample what a sample is, as in {@code image}
 * @param imageColumns the width of an image; 0 if samples are none
 * @param description in words, for the first lines of the output
 * @param provenance what the file of a net says of them: name, SHA-256, form; only what takes no time if no net is saved
 */
record TrainingData(
        Batches train,
        Batches watched,
        @Nullable Batches test,
        int inputs,
        int outputs,
        LossName loss,
        Metric[] metrics,
        List<String> classNames,
        String sample,
        int imageColumns,
        String description,
        Map<String, String> provenance) {
    boolean isOfImages() {
        return sample.equals("image");
    }

    /** What people look at: accuracy, if it is measured. */
    Measure measure() {
        Metric shown = Arrays.stream(metrics)
                .filter(metric -> metric.name().equals("accuracy"))
                .findFirst()
                .orElse(metrics[0]);
        return new Measure(shown, sample);
    }

    /** What the best epoch is the best by. */
    Metric judge() {
        return metrics[0];
    }

    /**
     * What is measured of a classifier. Best is what is best by accuracy; but where a small part validates, by the loss,
     * which sees progress when no answer changes yet.
     */
    static Metric[] metricsOfClasses(LossName loss, boolean isValidated) {
        boolean isYesNo = loss == LossName.SIGMOID;
        Metric accuracy = isYesNo ? Metric.of("accuracy", true, Metric.yesNoAccuracy()::of) : Metric.accuracy();
        Metric logLoss = isYesNo ? Metric.of("logLoss", false, Metric.yesNoLogLoss()::of) : Metric.logLoss();
        return isValidated ? new Metric[] {logLoss, accuracy} : new Metric[] {accuracy, logLoss};
    }

    /** What the trained net is measured with at the end. */
    Batches tested() {
        return test == null ? watched : test;
    }

    /** What is watched: {@code test} or {@code validation}. */
    String watchedPart() {
        return test == null ? "test" : "validation";
    }

    /**
     * Reads or draws the samples. Images stay bytes: their tensors would take four or eight times as much.
     *
     * @param isNetSaved whether their provenance is needed, which takes time
     */
    static TrainingData load(
            DataSource source, SampleOptions options, LossName loss, Tensors tensors, long seed, boolean isNetSaved) {
        if (source.isTable()) {
            source.requireNoImageSize();
            return new TableSamples(source.file(), options, loss, seed, isNetSaved).load(tensors);
        }
        PictureData pictures = source.isPictures() ? source.pictures(options) : null;
        if (pictures == null) {
            options.requireImages(source.name());
        }
        if (loss != LossName.AUTO && loss != LossName.SOFTMAX) {
            throw new InputException("--loss " + loss + ": " + source.name()
                    + " is images with classes: expected softmax, or leave the option out");
        }
        return ofImages(source, pictures, options.validation(), tensors, seed, isNetSaved);
    }

    private static TrainingData ofImages(
            DataSource source,
            @Nullable PictureData pictures,
            double validation,
            Tensors tensors,
            long seed,
            boolean isNetSaved) {
        Split split = pictures == null ? source.load() : pictures.load();
        LabeledImages train = split.train();
        LabeledImages test = split.test();
        if (test.classes() > train.classes()) {
            throw new InputException(source.name() + ": test labels go up to " + (test.classes() - 1)
                    + ", those to train on only to " + (train.classes() - 1));
        }
        String description = source.name() + ": " + Plural.of(train.count(), "image") + " to train on, " + test.count()
                + " to test" + (pictures == null ? "" : pictures.origin()) + ", " + train.rows() + "x"
                + train.columns() + " pixels" + (pictures == null ? "" : pictures.classes());
        int classes = train.classes();
        Map<String, String> provenance = new LinkedHashMap<>();
        if (isNetSaved) {
            provenance.put("data", source.name());
            if (pictures == null) {
                provenance.putAll(source.sha256(split));
                provenance.put(ImageInput.KEY, ImageInput.of(train).toString());
            } else {
                provenance.putAll(pictures.provenance());
            }
        }
        Batches learned = LazySamples.of(train, classes, tensors);
        Batches watched = LazySamples.of(test, classes, tensors);
        Batches kept = null;
        if (validation > 0) {
            Splits.Parts parts = validationParts(train, validation, seed);
            description += ", " + parts.validation().length + " of the first to validate by";
            kept = watched;
            watched = learned.rows(parts.validation());
            learned = learned.rows(parts.train());
        }
        return new TrainingData(
                learned,
                watched,
                kept,
                train.pixelsPerImage(),
                classes,
                LossName.SOFTMAX,
                kept == null ? new Metric[] {Metric.accuracy()} : metricsOfClasses(LossName.SOFTMAX, true),
                pictures == null ? List.of() : pictures.preparation().classes(),
                "image",
                train.columns(),
                description,
                provenance);
    }

    /** Of each class this share. */
    private static Splits.Parts validationParts(LabeledImages images, double share, long seed) {
        double[] labels = new double[images.count()];
        Arrays.setAll(labels, images::label);
        try {
            return Splits.stratified(Column.numbers("label", labels), seed).parts(1 - share, share, 0);
        } catch (IllegalArgumentException tooFew) {
            throw new InputException("--validation " + share + ": " + tooFew.getMessage());
        }
    }
}
