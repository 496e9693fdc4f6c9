/**
 * What administrators offer to all, as {@code dcm.catalog} has it.
 */
@NullMarked
package dcm.edge.catalog;

import org.jspecify.annotations.NullMarked;
