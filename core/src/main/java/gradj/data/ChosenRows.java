package gradj.data;

import gradj.tensor.Tensor;
import java.util.Objects;

/** Some of the samples of others, by their numbers. */
record ChosenRows(Batches samples, int[] numbers) implements Batches {
    ChosenRows {
        numbers = numbers.clone();
        for (int number : numbers) {
            Objects.checkIndex(number, samples.size());
        }
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public Batch batch(int... rows) {
        return samples.batch(chosen(rows));
    }

    @Override
    public Tensor targets(int... rows) {
        return samples.targets(chosen(rows));
    }

    private int[] chosen(int[] rows) {
        int[] chosen = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = numbers[rows[i]];
        }
        return chosen;
    }
}
