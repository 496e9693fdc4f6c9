/** Error responses: RFC 9457 problem documents with the contract's codes, never a stack trace. */
@NullMarked
package dcm.rest.problem;

import org.jspecify.annotations.NullMarked;
