/**
 * What a worker tells those who are listening, and nobody keeps.
 */
@NullMarked
package dcm.contract.notice;

import org.jspecify.annotations.NullMarked;
