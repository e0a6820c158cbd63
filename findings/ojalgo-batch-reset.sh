#!/bin/sh
# org.ojalgo:ojalgo:56.0.0
#
# DataBatch.reset() makes room for the next rows and leaves the old ones in place: after two full rows, reset and one new
# row, the batch still has two rows, the second from the batch before. A last batch that is smaller than the others, as every
# data set has whose size the batch size does not divide, trains on rows of the batch before it, without a word.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.ojalgo:ojalgo:56.0.0
program <<'JAVA'
import org.ojalgo.data.DataBatch;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.structure.Access1D;

class Finding {
    public static void main(String[] args) {
        DataBatch batch = DataBatch.from(R064Store.FACTORY, 2, 2);
        batch.addRow(Access1D.wrap(new double[] {1, 2}));
        batch.addRow(Access1D.wrap(new double[] {3, 4}));
        batch.reset();
        batch.addRow(Access1D.wrap(new double[] {7, 8}));
        System.out.println(batch.remaining() + " row free, " + batch.getRowDim() + " rows:");
        for (int i = 0; i < batch.getRowDim(); i++) {
            System.out.println(batch.doubleValue(i, 0) + " " + batch.doubleValue(i, 1));
        }
    }
}
JAVA
seen <<'SEEN'
1 row free, 2 rows:
7.0 8.0
3.0 4.0
SEEN
