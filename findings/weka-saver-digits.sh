#!/bin/sh
# nz.ac.waikato.cms.weka:weka-stable:3.8.6
#
# ArffSaver and CSVSaver write six decimal places unless told otherwise: 1e-7 is saved as 0, and a column of such numbers as a
# constant one. What is read again is another data set, though both formats hold any number.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch nz.ac.waikato.cms.weka:weka-stable:3.8.6
program <<'JAVA'
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;
import weka.core.converters.AbstractFileSaver;
import weka.core.converters.ArffSaver;
import weka.core.converters.CSVSaver;

class Finding {
    public static void main(String[] args) throws Exception {
        Instances data = new Instances("rows", new ArrayList<>(List.of(new Attribute("a"), new Attribute("b"))), 0);
        data.add(new DenseInstance(1, new double[] {1 / 3.0, 1e-7}));
        data.add(new DenseInstance(1, new double[] {2 / 3.0, 3e-7}));
        for (AbstractFileSaver saver : new AbstractFileSaver[] {new ArffSaver(), new CSVSaver()}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            saver.setInstances(data);
            saver.setDestination(out);
            saver.writeBatch();
            System.out.println(saver.getClass().getSimpleName() + ": " + out.toString().strip().replaceAll("\\s*\\R\\s*", " | "));
        }
    }
}
JAVA
seen <<'SEEN'
ArffSaver: @relation rows | @attribute a numeric | @attribute b numeric | @data | 0.333333,0 | 0.666667,0
CSVSaver: a,b | 0.333333,0 | 0.666667,0
SEEN
