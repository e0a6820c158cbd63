package gradj.io;

import gradj.backend.JavaBackend;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.nio.file.Path;
import java.util.Map;

/** Saves one number everywhere in a file, again and again, and says each time that it is saved; until it is killed. */
final class SaveLoop {
    static final Shape SHAPE = Shape.of(100, 500); // 200 kB

    private SaveLoop() {}

    /** The file, and the first number. */
    public static void main(String[] args) {
        Path file = Path.of(args[0]);
        Tensors tensors = new Tensors(new JavaBackend(1), DType.FLOAT32);
        for (int number = Integer.parseInt(args[1]); ; number++) {
            Safetensors.write(
                    file, Map.of("x", tensors.full(SHAPE, number)), Map.of("number", Integer.toString(number)));
            System.out.println(number);
            System.out.flush();
        }
    }
}
