/** Hosts: join, maintenance, failures, and containers across several hosts. */
package dcm.journey.host;
