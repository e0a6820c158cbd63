#!/bin/sh
# tech.tablesaw:tablesaw-core:0.44.4
#
# Tablesaw takes commas out of numbers wherever they stand, as if they parted thousands: of a file with semicolons, as much of
# Europe writes them, the column 1,5 and 2,25 becomes the integers 15 and 225, with no word of it. 1,5,2 is 152. A locale in the
# options (German here) changes nothing. 1.000,5 becomes 1.0005.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch tech.tablesaw:tablesaw-core:0.44.4
program <<'JAVA'
import java.util.Locale;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvReadOptions;

class Finding {
    public static void main(String[] args) {
        show("1,5", "2,25");
        show("1,5,2", "7");
        show("-0,5", "3,0");
        show("1.000,5", "2,5");
        show("1.5", "2.25");
    }

    static void show(String first, String second) {
        String text = "x;y\n" + first + ";1\n" + second + ";2\n";
        for (boolean isGerman : new boolean[] {false, true}) {
            CsvReadOptions.Builder options = CsvReadOptions.builderFromString(text).separator(';');
            if (isGerman) {
                options.locale(Locale.GERMANY);
            }
            Column<?> column = Table.read().csv(options.build()).column(0);
            System.out.println(first + " and " + second + (isGerman ? ", German: " : ": ") + column.type() + " "
                    + column.getString(0) + " and " + column.getString(1));
        }
    }
}
JAVA
seen <<'SEEN'
1,5 and 2,25: INTEGER 15 and 225
1,5 and 2,25, German: INTEGER 15 and 225
1,5,2 and 7: INTEGER 152 and 7
1,5,2 and 7, German: INTEGER 152 and 7
-0,5 and 3,0: INTEGER -5 and 30
-0,5 and 3,0, German: INTEGER -5 and 30
1.000,5 and 2,5: DOUBLE 1.0005 and 25
1.000,5 and 2,5, German: DOUBLE 1.0005 and 25
1.5 and 2.25: DOUBLE 1.5 and 2.25
1.5 and 2.25, German: DOUBLE 1.5 and 2.25
SEEN
