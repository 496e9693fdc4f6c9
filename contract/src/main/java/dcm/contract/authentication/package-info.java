/** Who has written a report or notice: keys derived from a secret of the installation. Knows nothing about Kafka. */
@NullMarked
package dcm.contract.authentication;

import org.jspecify.annotations.NullMarked;
