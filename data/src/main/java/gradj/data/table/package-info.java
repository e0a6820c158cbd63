/** Tables: CSV files of any kind, prepared as a net takes them, and split into parts to learn from and to be judged by. */
@NullMarked
package gradj.data.table;

import org.jspecify.annotations.NullMarked;
