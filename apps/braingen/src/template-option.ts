import { Option } from 'commander';

/** --template, as every command has it that registers to one. */
export const templateOption = (): Option =>
  new Option(
    '--template <template>',
    "an MNI152 T1w file of one's own, or one of TemplateFlow's by name, such as MNI152NLin2009cAsym",
  );
