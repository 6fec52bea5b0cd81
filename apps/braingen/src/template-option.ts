import { Option } from 'commander';

/** --template, as every command has it that registers to one. */
export const templateOption = (): Option =>
  new Option(
    '--template <template>',
    'your own T1w template in MNI152 space, or the name of one of TemplateFlow, such as MNI152NLin2009cAsym',
  );
