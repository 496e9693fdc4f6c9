/** The control plane with many hosts: workers without containers at the real broker and the real services. */
package dcm.journey.scale;
