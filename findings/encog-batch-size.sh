#!/bin/sh
# org.encog:encog-core:3.4
#
# Backpropagation.setBatchSize(b) does not update after b rows but after floor(b / 2) + 1 of them (1 stays 1, 2 stays 2): the
# count goes up twice a row. A batch as large as the data set makes two updates an epoch. The gradients of a batch are summed,
# so the step of a row does not shrink with the batch. Seen from one linear weight at 0 and 12 equal rows (1 to 1, rate 0.01),
# where an update of r rows leaves 1 - r / 100 of the error.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.encog:encog-core:3.4
program <<'JAVA'
import org.encog.Encog;
import org.encog.engine.network.activation.ActivationLinear;
import org.encog.ml.data.basic.BasicMLDataSet;
import org.encog.neural.networks.BasicNetwork;
import org.encog.neural.networks.layers.BasicLayer;
import org.encog.neural.networks.training.propagation.back.Backpropagation;

class Finding {
    static final int ROWS = 12;

    public static void main(String[] args) {
        for (int asked : new int[] {1, 2, 3, 4, 6, 8, 12, 24}) {
            System.out.println("asked for " + asked + ", one epoch as if " + rowsPerUpdate(afterOneEpoch(asked)));
        }
        Encog.getInstance().shutdown();
    }

    static double afterOneEpoch(int batch) {
        double[][] ones = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            ones[i] = new double[] {1};
        }
        BasicNetwork net = new BasicNetwork();
        net.addLayer(new BasicLayer(null, false, 1));
        net.addLayer(new BasicLayer(new ActivationLinear(), false, 1));
        net.getStructure().finalizeStructure();
        net.setWeight(0, 0, 0, 0);
        Backpropagation training = new Backpropagation(net, new BasicMLDataSet(ones, ones), 0.01, 0);
        training.setBatchSize(batch);
        training.setThreadCount(1);
        training.iteration();
        return net.getWeight(0, 0, 0);
    }

    static String rowsPerUpdate(double weight) {
        for (int rows = 1; rows <= ROWS; rows++) {
            double error = 1;
            for (int i = 0; i < ROWS; i += rows) {
                error *= 1 - 0.01 * Math.min(rows, ROWS - i);
            }
            if (Math.abs(1 - error - weight) < 1e-12) {
                return rows + " rows an update";
            }
        }
        return "weight " + weight;
    }
}
JAVA
seen <<'SEEN'
asked for 1, one epoch as if 1 rows an update
asked for 2, one epoch as if 2 rows an update
asked for 3, one epoch as if 2 rows an update
asked for 4, one epoch as if 3 rows an update
asked for 6, one epoch as if 4 rows an update
asked for 8, one epoch as if 5 rows an update
asked for 12, one epoch as if 7 rows an update
asked for 24, one epoch as if 12 rows an update
SEEN
