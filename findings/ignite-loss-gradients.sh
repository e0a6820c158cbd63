#!/bin/sh
# org.apache.ignite:ignite-ml:2.15.0
#
# All five losses of Ignite's networks have the gradient of the mean squared error, 2 (p - t) / n: L1, HINGE and LOG, whose own
# slopes are signs or quotients, as well, and L2, which is n times MSE. A net that is told to learn by HINGE or LOG learns by
# MSE, and only the loss that it shows is the other. Under HINGE an output beyond its margin, of loss 0, is pulled back.
#
# Seen on 2026-11-29 with JDK 17.0.15: the lines at the end. Ignite does not start on JDK 25.
. "$(dirname "$0")/common.sh"
fetch only org.apache.ignite:ignite-ml:2.15.0 org.apache.ignite:ignite-core:2.15.0
program <<'JAVA'
import java.util.Locale;
import org.apache.ignite.ml.math.functions.IgniteDifferentiableVectorToDoubleFunction;
import org.apache.ignite.ml.math.functions.IgniteFunction;
import org.apache.ignite.ml.math.primitives.vector.Vector;
import org.apache.ignite.ml.math.primitives.vector.impl.DenseVector;
import org.apache.ignite.ml.optimization.LossFunctions;

class Finding {
    public static void main(String[] args) {
        double[] labels = {1, 0};
        double[] signs = {1, -1};
        show("MSE", LossFunctions.MSE, labels, 0.8, 0.3);
        show("L2", LossFunctions.L2, labels, 0.8, 0.3);
        show("L1", LossFunctions.L1, labels, 0.8, 0.3);
        show("LOG", LossFunctions.LOG, labels, 0.8, 0.3);
        show("HINGE", LossFunctions.HINGE, signs, 0.5, 0.5);
        show("HINGE", LossFunctions.HINGE, signs, 3, -4);
    }

    static void show(String name, IgniteFunction<Vector, IgniteDifferentiableVectorToDoubleFunction> loss, double[] target,
            double... output) {
        IgniteDifferentiableVectorToDoubleFunction function = loss.apply(new DenseVector(target));
        Vector gradient = function.differential(new DenseVector(output));
        System.out.printf(Locale.ROOT, "%s of %.1f %.1f: %.3f, gradient %.3f %.3f, slopes of the loss %.3f %.3f%n", name,
                output[0], output[1], function.apply(new DenseVector(output)), gradient.get(0), gradient.get(1),
                slope(function, output, 0), slope(function, output, 1));
    }

    static double slope(IgniteDifferentiableVectorToDoubleFunction function, double[] output, int place) {
        double h = 1e-6;
        double[] above = output.clone();
        above[place] += h;
        double[] below = output.clone();
        below[place] -= h;
        return (function.apply(new DenseVector(above)) - function.apply(new DenseVector(below))) / (2 * h);
    }
}
JAVA
if [ "$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')" != 17 ]; then
    echo "Ignite 2.15.0 needs a JDK 17: set JAVA_HOME to one" >&2
    exit 2
fi
seen --add-opens=java.base/java.nio=ALL-UNNAMED <<'SEEN'
MSE of 0.8 0.3: 0.065, gradient -0.200 0.300, slopes of the loss -0.200 0.300
L2 of 0.8 0.3: 0.130, gradient -0.200 0.300, slopes of the loss -0.400 0.600
L1 of 0.8 0.3: 0.500, gradient -0.200 0.300, slopes of the loss -1.000 1.000
LOG of 0.8 0.3: 0.580, gradient -0.200 0.300, slopes of the loss -1.250 1.429
HINGE of 0.5 0.5: 1.000, gradient -0.500 1.500, slopes of the loss -1.000 1.000
HINGE of 3.0 -4.0: 0.000, gradient 2.000 -3.000, slopes of the loss 0.000 0.000
SEEN
