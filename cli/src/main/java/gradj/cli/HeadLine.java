package gradj.cli;

import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.spi.DeviceInfo;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.Locale;

/** The first line of a run: its data, net and backend. */
final class HeadLine {
    private HeadLine() {}

    static String of(String data, Network net, long seed, Tensors tensors) {
        DeviceInfo device = tensors.backend().device();
        return String.format(
                Locale.ROOT,
                "%s; net %s, %d parameters, seed %d; backend %s (%s), %s",
                data,
                layers(net.parameters()),
                net.parameters().stream()
                        .mapToLong(parameter -> parameter.value().size())
                        .sum(),
                seed,
                tensors.backend().name(),
                device.description() + (device.threads() == 0 ? "" : ", threads: " + device.threads()),
                tensors.dtype());
    }

    /** As in {@code 784-50-10}: the rows of each weight matrix, and the columns of the last. */
    private static String layers(List<Parameter> parameters) {
        StringBuilder text = new StringBuilder();
        int outputs = 0;
        for (Parameter parameter : parameters) {
            Shape shape = parameter.value().shape();
            if (shape.rank() == 2) {
                text.append(shape.length(0)).append('-');
                outputs = shape.length(1);
            }
        }
        return text.append(outputs).toString();
    }
}
