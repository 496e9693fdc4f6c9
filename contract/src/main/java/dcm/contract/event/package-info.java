/**
 * Events: what admission decided and what hosts reported. They are kept forever, so the meaning of a type never
 * changes.
 */
@NullMarked
package dcm.contract.event;

import org.jspecify.annotations.NullMarked;
