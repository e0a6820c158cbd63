package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The book's shopping examples with the numbers it prints, to the last digit. */
class BookLayersTest {
    static Stream<Tensors> float64() {
        return Target.all().stream().filter(tensors -> tensors.dtype() == DType.FLOAT64);
    }

    @ParameterizedTest
    @MethodSource("float64")
    void twoApplesWithTax(Tensors tensors) {
        MulLayer apples = new MulLayer();
        MulLayer tax = new MulLayer();
        Tensor applePrice = apples.forward(tensors.scalar(100), tensors.scalar(2));
        Tensor price = tax.forward(applePrice, tensors.scalar(1.1));
        assertEquals(200, applePrice.item());
        assertEquals(220.00000000000003, price.item());

        InputGradients atTax = tax.backward(tensors.scalar(1));
        InputGradients atApples = apples.backward(atTax.dx());
        assertEquals(1.1, atTax.dx().item());
        assertEquals(200, atTax.dy().item());
        assertEquals(2.2, atApples.dx().item());
        assertEquals(110.00000000000001, atApples.dy().item());
    }

    @ParameterizedTest
    @MethodSource("float64")
    void applesAndOrangesWithTax(Tensors tensors) {
        MulLayer apples = new MulLayer();
        MulLayer oranges = new MulLayer();
        AddLayer sum = new AddLayer();
        MulLayer tax = new MulLayer();
        Tensor applePrice = apples.forward(tensors.scalar(100), tensors.scalar(2));
        Tensor orangePrice = oranges.forward(tensors.scalar(150), tensors.scalar(3));
        Tensor both = sum.forward(applePrice, orangePrice);
        Tensor price = tax.forward(both, tensors.scalar(1.1));
        assertEquals(200, applePrice.item());
        assertEquals(450, orangePrice.item());
        assertEquals(650, both.item());
        assertEquals(715.0000000000001, price.item());

        InputGradients atTax = tax.backward(tensors.scalar(1));
        InputGradients atSum = sum.backward(atTax.dx());
        InputGradients atOranges = oranges.backward(atSum.dy());
        InputGradients atApples = apples.backward(atSum.dx());
        assertEquals(1.1, atTax.dx().item());
        assertEquals(650, atTax.dy().item());
        assertEquals(1.1, atSum.dx().item());
        assertEquals(1.1, atSum.dy().item());
        assertEquals(3.3000000000000003, atOranges.dx().item());
        assertEquals(165, atOranges.dy().item());
        assertEquals(2.2, atApples.dx().item());
        assertEquals(110.00000000000001, atApples.dy().item());
    }

    @ParameterizedTest
    @MethodSource("float64")
    void anUpstreamGradientPassesOnAsItIsOrWithTheInputsChangingPlaces(Tensors tensors) {
        AddLayer add = new AddLayer();
        assertEquals(15, add.forward(tensors.scalar(10), tensors.scalar(5)).item());
        InputGradients ofSum = add.backward(tensors.scalar(1.3));
        assertEquals(1.3, ofSum.dx().item());
        assertEquals(1.3, ofSum.dy().item());

        MulLayer multiply = new MulLayer();
        assertEquals(50, multiply.forward(tensors.scalar(10), tensors.scalar(5)).item());
        InputGradients ofProduct = multiply.backward(tensors.scalar(1.3));
        assertEquals(6.5, ofProduct.dx().item());
        assertEquals(13, ofProduct.dy().item());
    }

    @ParameterizedTest
    @MethodSource("float64")
    void workOnTensorsOfAnyShape(Tensors tensors) {
        Tensor x = tensors.matrix(new double[][] {{1, 2}, {3, 4}});
        Tensor y = tensors.vector(10, 100);
        Tensor dout = tensors.matrix(new double[][] {{1, 1}, {2, 3}});
        MulLayer multiply = new MulLayer();
        assertArrayEquals(
                new double[] {10, 200, 30, 400}, multiply.forward(x, y).toDoubleArray());
        InputGradients gradients = multiply.backward(dout);
        assertArrayEquals(new double[] {10, 100, 20, 300}, gradients.dx().toDoubleArray());
        assertArrayEquals(new double[] {7, 14}, gradients.dy().toDoubleArray());
        AddLayer add = new AddLayer();
        add.forward(x, y);
        assertArrayEquals(new double[] {3, 4}, add.backward(dout).dy().toDoubleArray());
    }

    @Test
    void refuseBackwardBeforeForward() {
        Tensor dout = Target.FLOAT64.scalar(1);
        assertThrowsExactly(IllegalStateException.class, () -> new AddLayer().backward(dout));
        assertThrowsExactly(IllegalStateException.class, () -> new MulLayer().backward(dout));
    }
}
