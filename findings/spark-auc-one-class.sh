#!/bin/sh
# org.apache.spark:spark-mllib_2.13:4.2.0 (with the Scala library that its reflection is of)
#
# Where all labels are of one class there is no ROC curve, but BinaryClassificationEvaluator gives an area under it: 1 if all are
# positive, whatever the scores, and 0 if all are negative. A score that is NaN counts as the highest one. So a fold of few rows
# wins or loses a cross-validation by the labels that it happens to have, and a model that has broken down may look perfect.
#
# Seen on 2026-11-30 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch_spark
program <<'JAVA'
import java.util.Arrays;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

class Finding {
    static final StructType COLUMNS =
            new StructType().add("label", DataTypes.DoubleType).add("score", DataTypes.DoubleType);

    public static void main(String[] args) throws Exception {
        try (SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()) {
            print(spark, "all positive", 1, 0.9, 1, 0.1);
            print(spark, "all negative", 0, 0.9, 0, 0.1);
            print(spark, "one of the positive lowest", 0, 0.5, 0, 0.6, 1, 0.1, 1, 0.9);
            print(spark, "the same one NaN", 0, 0.5, 0, 0.6, 1, Double.NaN, 1, 0.9);
            print(spark, "all scores NaN", 0, Double.NaN, 1, Double.NaN);
        }
    }

    /** Of pairs of label and score. */
    static void print(SparkSession spark, String what, double... pairs) {
        Row[] rows = new Row[pairs.length / 2];
        Arrays.setAll(rows, i -> RowFactory.create(pairs[2 * i], pairs[2 * i + 1]));
        double area = new BinaryClassificationEvaluator()
                .setRawPredictionCol("score")
                .evaluate(spark.createDataFrame(Arrays.asList(rows), COLUMNS));
        System.out.println(what + ": area under ROC " + area);
    }
}
JAVA
# shellcheck disable=SC2086 # options
seen $spark <<'SEEN'
all positive: area under ROC 1.0
all negative: area under ROC 0.0
one of the positive lowest: area under ROC 0.5
the same one NaN: area under ROC 1.0
all scores NaN: area under ROC 0.5
SEEN
