#!/bin/sh
# org.encog:encog-core:3.4
#
# A network saved with EncogDirectoryPersistence comes back with other weights: weights are written with ten places after the
# point, so that 1/3 loses six digits and anything below 5e-11 becomes exactly 0. 123456789.12345679 keeps all
# its bits, and -0.0 its sign. No exception, no warning.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.encog:encog-core:3.4
program <<'JAVA'
import java.io.File;
import org.encog.engine.network.activation.ActivationLinear;
import org.encog.neural.networks.BasicNetwork;
import org.encog.neural.networks.layers.BasicLayer;
import org.encog.persist.EncogDirectoryPersistence;

class Finding {
    public static void main(String[] args) throws Exception {
        BasicNetwork net = new BasicNetwork();
        net.addLayer(new BasicLayer(null, false, 1));
        net.addLayer(new BasicLayer(new ActivationLinear(), false, 1));
        net.getStructure().finalizeStructure();
        File file = File.createTempFile("finding", ".eg");
        try {
            for (double weight : new double[] {1.0 / 3, 1e-3 / 3, 1.2345678901234567e-5, 1e-10, 6e-11, 4e-11, 1e-15, 123456789.123456789, -0.0}) {
                net.setWeight(0, 0, 0, weight);
                EncogDirectoryPersistence.saveObject(file, net);
                BasicNetwork loaded = (BasicNetwork) EncogDirectoryPersistence.loadObject(file);
                System.out.println("saved " + weight + " loaded " + loaded.getWeight(0, 0, 0));
            }
        } finally {
            file.delete();
        }
    }
}
JAVA
seen <<'SEEN'
saved 0.3333333333333333 loaded 0.3333333333
saved 3.333333333333333E-4 loaded 3.333333E-4
saved 1.2345678901234568E-5 loaded 1.23457E-5
saved 1.0E-10 loaded 1.0E-10
saved 6.0E-11 loaded 1.0E-10
saved 4.0E-11 loaded 0.0
saved 1.0E-15 loaded 0.0
saved 1.2345678912345679E8 loaded 1.2345678912345679E8
saved -0.0 loaded -0.0
SEEN
