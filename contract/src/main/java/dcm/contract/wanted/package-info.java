/**
 * What a host should have, one record per container, for whoever compares it with what is there.
 */
@NullMarked
package dcm.contract.wanted;

import org.jspecify.annotations.NullMarked;
