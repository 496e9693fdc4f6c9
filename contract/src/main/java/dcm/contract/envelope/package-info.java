/** The metadata of records: who wrote them, when, why, and in response to what. */
@NullMarked
package dcm.contract.envelope;

import org.jspecify.annotations.NullMarked;
