#!/bin/sh
# org.apache.spark:spark-mllib_2.13:4.2.0 (with the Scala library that its reflection is of)
#
# Correlation.corr by "spearman" takes a NaN for the largest number and gives a correlation, where "pearson" of the same columns is
# NaN. A feature with missing values gets a rank correlation that depends on where they are missing.
#
# Seen on 2026-11-30 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch_spark
program <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.stat.Correlation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

class Finding {
    public static void main(String[] args) throws Exception {
        try (SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()) {
            print(spark, "falling", 4, 3, 2, 1);
            print(spark, "the last is missing", 4, 3, 2, Double.NaN);
            print(spark, "the first is missing", Double.NaN, 3, 2, 1);
        }
    }

    /** Of 1, 2, 3, 4 with these. */
    static void print(SparkSession spark, String what, double... y) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            rows.add(RowFactory.create(Vectors.dense(i + 1, y[i])));
        }
        var data = spark.createDataFrame(rows, new StructType().add("xy", SQLDataTypes.VectorType()));
        for (String method : List.of("pearson", "spearman")) {
            double r = ((Matrix) Correlation.corr(data, "xy", method).head().get(0)).apply(0, 1);
            System.out.printf("%s: %s %.3f%n", what, method, r);
        }
    }
}
JAVA
# shellcheck disable=SC2086 # options
seen $spark <<'SEEN'
falling: pearson -1.000
falling: spearman -1.000
the last is missing: pearson NaN
the last is missing: spearman 0.200
the first is missing: pearson NaN
the first is missing: spearman -1.000
SEEN
