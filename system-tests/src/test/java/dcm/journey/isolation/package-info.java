/** Attacks from inside containers, by local users of the host, and with stolen credentials. */
package dcm.journey.isolation;
