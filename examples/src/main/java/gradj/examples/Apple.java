package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.InputGradients;
import gradj.nn.MulLayer;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** Two apples at 100 yen with 10 % tax: the price, and how it follows each of its causes. Book section 5.4.1. */
public final class Apple {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor apple = tensors.scalar(100);
        Tensor count = tensors.scalar(2);
        Tensor tax = tensors.scalar(1.1);
        MulLayer appleLayer = new MulLayer();
        MulLayer taxLayer = new MulLayer();

        Tensor applePrice = appleLayer.forward(apple, count);
        Tensor price = taxLayer.forward(applePrice, tax);
        System.out.println("apple price  " + applePrice.item());
        System.out.println("price        " + price.item());

        InputGradients dPrice = taxLayer.backward(tensors.scalar(1));
        InputGradients dApplePrice = appleLayer.backward(dPrice.dx());
        System.out.println("dapple price " + dPrice.dx().item());
        System.out.println("dtax         " + dPrice.dy().item());
        System.out.println("dapple       " + dApplePrice.dx().item());
        System.out.println("dcount       " + dApplePrice.dy().item());
    }
}
