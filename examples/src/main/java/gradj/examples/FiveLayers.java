package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.FirstWeights;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What first weights make of a signal on its way through five layers. Book section 6.2. */
public final class FiveLayers {
    static final String[] NAMES = {"std 1", "std 0.01", "Xavier", "He"};
    static final FirstWeights[] STARTS = {
        FirstWeights.gaussian(1), FirstWeights.gaussian(0.01), FirstWeights.xavier(), FirstWeights.he()
    };

    /** 200 samples of noise, and what each of five layers of 100 units makes of them. */
    static Stream<Tensor> signals(FirstWeights weights, UnaryOperator<Tensor> activation) {
        Tensors tensors = Backends.float64();
        SeededRandom random = new SeededRandom(1);
        Tensor noise = tensors.gaussian(Shape.of(200, 100), 1, random);
        UnaryOperator<Tensor> layer =
                x -> activation.apply(x.dot(tensors.of(Shape.of(100, 100), weights.draw(100, 100, random))));
        return Stream.iterate(noise, layer).limit(6);
    }

    private static void print(String name, UnaryOperator<Tensor> activation) {
        for (int i = 0; i < NAMES.length; i++) {
            System.out.printf("%-7s  %-8s :", name, NAMES[i]);
            signals(STARTS[i], activation)
                    .map(x -> x.minus(x.mean(0)).square().mean().sqrt()) // from sample to sample
                    .forEach(spread -> System.out.printf(Locale.ROOT, " %7.2g", spread.item()));
            System.out.println();
        }
    }

    public static void main(String[] args) {
        print("sigmoid", Tensor::sigmoid);
        print("tanh", Tensor::tanh);
        print("relu", Tensor::relu);
    }
}
