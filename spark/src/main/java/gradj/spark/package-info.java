/**
 * Nets that learn where the data lie in a cluster: {@link gradj.spark.GradjClassifier} and {@link gradj.spark.GradjRegressor} are
 * estimators of Spark's {@code spark.ml}, and what they train are nets like all others. {@code docs/spark.md} shows it.
 */
@NullMarked
package gradj.spark;

import org.jspecify.annotations.NullMarked;
