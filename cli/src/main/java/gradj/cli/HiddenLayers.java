package gradj.cli;

import gradj.nn.NetworkBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;

/** The hidden layers of a net, by their neurons, the one next to the input first: {@code 50}, or {@code 10,10}. */
record HiddenLayers(List<Integer> sizes) {
    /** Affine layers with a ReLU behind each but the last. */
    NetworkBuilder build(NetworkBuilder net, int inputs, int outputs) {
        int from = inputs;
        for (int size : sizes) {
            net.affine(from, size).relu();
            from = size;
        }
        return net.affine(from, outputs);
    }

    /** As the option has it. */
    @Override
    public String toString() {
        return sizes.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    static final class Converter implements ITypeConverter<HiddenLayers> {
        private final OptionValues.Count count = new OptionValues.Count();

        @Override
        public HiddenLayers convert(String text) {
            List<Integer> sizes = new ArrayList<>();
            for (String size : text.split(",", -1)) {
                sizes.add(count.convert(size.strip()));
            }
            return new HiddenLayers(List.copyOf(sizes));
        }
    }
}
