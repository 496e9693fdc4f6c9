/** What accounts and hosts use, summed from the views. Knows nothing about limits. */
@NullMarked
package dcm.projection.usage;

import org.jspecify.annotations.NullMarked;
