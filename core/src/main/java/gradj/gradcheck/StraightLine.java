package gradj.gradcheck;

import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** A straight line through a function's present point, along which it is differentiated: p + s v. */
interface StraightLine {
    /** Goes to s, and gives the distance that rounding left of it. */
    double move(double s);

    /** Puts back the bits that were there. */
    void restore();

    /** The axis of one element of a tensor after another. */
    final class OfElement implements StraightLine {
        private final Tensor tensor;
        private final double[] buffer = new double[1];
        private int element;
        private double x;

        OfElement(Tensor tensor) {
            this.tensor = tensor;
        }

        /** The line of this element, by its position in row-major order. */
        OfElement through(int element) {
            this.element = element;
            tensor.backend().read(tensor.storage(), element, buffer, 0, 1);
            x = buffer[0];
            return this;
        }

        @Override
        public double move(double s) {
            double moved = x + s;
            write(moved);
            double distance = moved - x;
            return distance == 0 ? s : distance; // so large that h is lost: the quotient is 0 / 2h, not 0 / 0
        }

        @Override
        public void restore() {
            write(x);
        }

        private void write(double value) {
            buffer[0] = value;
            tensor.backend().write(buffer, 0, tensor.storage(), element, 1);
        }
    }

    /** Any direction in the space of one tensor. */
    final class OfDirection implements StraightLine {
        private final Tensor tensor;
        private final Tensor start;
        private final Tensor direction;

        OfDirection(Tensor tensor, double[] direction) {
            this.tensor = tensor;
            this.start = tensor.copy();
            this.direction = new Tensors(tensor.backend(), tensor.dtype()).of(tensor.shape(), direction);
        }

        @Override
        public double move(double s) {
            restore();
            tensor.backend().axpy(tensor.size(), s, direction.storage(), tensor.storage());
            return s;
        }

        @Override
        public void restore() {
            tensor.backend().copy(start.storage(), 0, tensor.storage(), 0, tensor.size());
        }
    }
}
