package gradj.examples;

import gradj.backend.Backends;
import gradj.op.Add;
import gradj.op.Multiply;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** What an addition and a multiplication do with a gradient of 1.3 that comes from upstream. Book section 5.3. */
public final class AddAndMultiply {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor ten = tensors.scalar(10);
        Tensor five = tensors.scalar(5);
        Tensor upstream = tensors.scalar(1.3);

        Add add = new Add();
        Tensor sum = add.forward(ten, five);
        Tensor[] dSum = add.backward(upstream);
        System.out.println("10 + 5 = " + sum.item() + ", gradients " + dSum[0].item() + " and " + dSum[1].item());

        Multiply multiply = new Multiply();
        Tensor product = multiply.forward(ten, five);
        Tensor[] dProduct = multiply.backward(upstream);
        System.out.println(
                "10 x 5 = " + product.item() + ", gradients " + dProduct[0].item() + " and " + dProduct[1].item());
    }
}
