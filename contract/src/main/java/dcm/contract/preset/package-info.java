/**
 * What administrators prepare for those who need more than the fixed shape of a container, and what they grant to whom.
 */
@NullMarked
package dcm.contract.preset;

import org.jspecify.annotations.NullMarked;
