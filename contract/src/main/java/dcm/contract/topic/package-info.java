/**
 * The topics of the log, their keys and their fixed partition counts.
 */
@NullMarked
package dcm.contract.topic;

import org.jspecify.annotations.NullMarked;
