/** {@code streambus link apply}: compares documents with the links that are there, and changes what differs. */
package io.streambus.cli.link.apply;
