/** What projections know of the tables: rows to find, put and delete. The changes of a batch are stored together. */
@NullMarked
package dcm.projection.rows;

import org.jspecify.annotations.NullMarked;
