/** Reads and writes the rows of a batch with one statement per table. Knows tables by the annotations of their entities only. */
@NullMarked
package dcm.projection.table;

import org.jspecify.annotations.NullMarked;
