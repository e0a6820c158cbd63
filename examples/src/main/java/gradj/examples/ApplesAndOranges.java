package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.AddLayer;
import gradj.nn.InputGradients;
import gradj.nn.MulLayer;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** Two apples and three oranges with 10 % tax: multiplications and an addition. Book section 5.4.2. */
public final class ApplesAndOranges {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        MulLayer appleLayer = new MulLayer();
        MulLayer orangeLayer = new MulLayer();
        AddLayer fruitLayer = new AddLayer();
        MulLayer taxLayer = new MulLayer();

        Tensor applePrice = appleLayer.forward(tensors.scalar(100), tensors.scalar(2));
        Tensor orangePrice = orangeLayer.forward(tensors.scalar(150), tensors.scalar(3));
        Tensor fruitPrice = fruitLayer.forward(applePrice, orangePrice);
        Tensor price = taxLayer.forward(fruitPrice, tensors.scalar(1.1));
        System.out.println("apple price   " + applePrice.item());
        System.out.println("orange price  " + orangePrice.item());
        System.out.println("fruit price   " + fruitPrice.item());
        System.out.println("price         " + price.item());

        InputGradients dPrice = taxLayer.backward(tensors.scalar(1));
        InputGradients dFruit = fruitLayer.backward(dPrice.dx());
        InputGradients dOrange = orangeLayer.backward(dFruit.dy());
        InputGradients dApple = appleLayer.backward(dFruit.dx());
        System.out.println("dfruit price  " + dPrice.dx().item());
        System.out.println("dtax          " + dPrice.dy().item());
        System.out.println("dapple price  " + dFruit.dx().item());
        System.out.println("dorange price " + dFruit.dy().item());
        System.out.println("dorange       " + dOrange.dx().item());
        System.out.println("dorange count " + dOrange.dy().item());
        System.out.println("dapple        " + dApple.dx().item());
        System.out.println("dapple count  " + dApple.dy().item());
    }
}
