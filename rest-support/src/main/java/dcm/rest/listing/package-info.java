/** Filters, sorts and pages of lists that a service has in memory. Knows nothing about where the items come from. */
@NullMarked
package dcm.rest.listing;

import org.jspecify.annotations.NullMarked;
