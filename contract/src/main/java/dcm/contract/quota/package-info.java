/** Quotas: limits, where they are set, and usage. */
@NullMarked
package dcm.contract.quota;

import org.jspecify.annotations.NullMarked;
