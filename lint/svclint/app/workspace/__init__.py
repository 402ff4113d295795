"""The files of an editor: checked again while they change, as far as a change reaches."""
