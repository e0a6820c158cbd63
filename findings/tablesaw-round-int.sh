#!/bin/sh
# tech.tablesaw:tablesaw-core:0.44.4
#
# Rounding makes numbers of what is missing: of a column of doubles, `round` and `roundInt` turn a missing value into 0, which is
# then no longer counted as missing. A number that no int holds becomes another one, 3e10 by roundInt -64771072 and -3e10
# 64771072; by `asIntColumn`, which keeps what is missing, 3e10 is the greatest int and -3e10 is missing.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch tech.tablesaw:tablesaw-core:0.44.4
program <<'JAVA'
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;

class Finding {
    public static void main(String[] args) {
        DoubleColumn column = DoubleColumn.create("x", 2.4, 3e10, -3e10);
        column.appendMissing();
        show("as it is", column);
        show("roundInt", column.roundInt());
        show("round", column.round());
        show("asIntColumn", column.asIntColumn());
    }

    static void show(String name, NumericColumn<?> column) {
        StringBuilder line = new StringBuilder(name).append(':');
        for (int i = 0; i < column.size(); i++) {
            line.append(' ').append(column.isMissing(i) ? "missing" : column.get(i).toString());
        }
        System.out.println(line.append("; ").append(column.countMissing()).append(" missing"));
    }
}
JAVA
seen <<'SEEN'
as it is: 2.4 3.0E10 -3.0E10 missing; 1 missing
roundInt: 2.0 -6.4771072E7 6.4771072E7 0.0; 0 missing
round: 2.0 3.0E10 -3.0E10 0.0; 0 missing
asIntColumn: 2 2147483647 missing missing; 2 missing
SEEN
