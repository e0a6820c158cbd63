/** Results of benchmarks: kept, compared, drawn. What measures them is a {@link gradj.cli.bench.BenchmarkSuite}. */
@NullMarked
package gradj.cli.bench;

import org.jspecify.annotations.NullMarked;
